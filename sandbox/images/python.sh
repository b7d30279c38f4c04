cp -r runners/zygote.py runners/python /opt/seedmill/
python3 -m compileall -q --invalidation-mode unchecked-hash /opt/seedmill/python
ln -s /usr/bin/python3 /usr/local/bin/python
